// What task and case pages need beside the common script: adding files and calling colleagues.
// Events are caught at the document, so parts that are fetched again need nothing.
import { startAttaching } from "./attaching.js";
import { startCalling } from "./calling.js";

startAttaching();
startCalling();
