"""The inbox: what waits for me, most urgent first, with the chosen task beside it.

One list for every view and filter (`views`, `listing`, `narrowing`), acts on many tasks with a
preview and an undo (`bulk`, `bulk_words`), saved views (`saving`), marks of one's own (`desk`), who
is looking (`looking`), and who stands in for whom (`absence`).
"""

from web.inbox import absence, bulk, desk, looking, saving, views
from web.inbox.door import blueprint

__all__ = ["absence", "blueprint", "bulk", "desk", "looking", "saving", "views"]
