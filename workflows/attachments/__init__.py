"""What people bring to a case: photos, scans, recordings, papers; judged, cleaned, sealed, logged.

A file is refused by name when it is not what it says. What is kept has a generated name, is sealed
on the disk before its row is committed, and is read as a download only, by the class of its purpose
(evidence C4, all else C3).
"""
