// The script of every signed-in page: htmx with morphing swaps, and small modules that each do one
// thing. A page works without it; with it, the page is live, ticks, saves drafts and has keys.
import htmx from "htmx.org";
import { startBeside } from "./beside.js";
import { startBulk } from "./bulk.js";
import { startDue } from "./due.js";
import { startDrafts } from "./draft.js";
import { startExit } from "./exit.js";
import { startForms } from "./forms.js";
import { startIslands } from "./islands.js";
import { startKeyboard } from "./keyboard.js";
import { startLive } from "./live.js";
import { startMenus } from "./menus.js";
import { startMessages } from "./messages.js";
import { defineMorph } from "./morph.js";
import { startScreening } from "./screening.js";

defineMorph(htmx);
startMessages(htmx);
startBeside(htmx);
startBulk(htmx);
startScreening();
startForms();
startDue();
startDrafts();
startIslands();
startKeyboard();
startMenus();
startExit();
startLive(htmx);
