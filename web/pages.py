"""The table of page areas; a new area is a folder and one line here."""

from web.cases.views import blueprint as cases
from web.emergency.views import blueprint as emergency
from web.health.views import blueprint as health
from web.inbox.views import blueprint as inbox
from web.library.views import blueprint as library
from web.people.views import blueprint as people
from web.public.views import blueprint as public
from web.sign_in.views import blueprint as sign_in
from web.tasks.views import blueprint as tasks
from web.visits.views import blueprint as visits

BLUEPRINTS = (sign_in, inbox, tasks, cases, visits, emergency, library, people, public, health)
