"""The table of page areas; a new area is a folder and one line here."""

from web.calendar import blueprint as calendar
from web.cases import blueprint as cases
from web.channels import blueprint as channels
from web.cockpit import blueprint as cockpit
from web.documents import blueprint as documents
from web.emergency.views import blueprint as emergency
from web.health.views import blueprint as health
from web.inbox import blueprint as inbox
from web.library.deadline_views import blueprint as deadlines
from web.library.running_cases import blueprint as running_cases
from web.library.views import blueprint as library
from web.modeler.views import blueprint as modeler
from web.moving_clock import blueprint as moving_clock
from web.notices.views import blueprint as notices
from web.people.views import blueprint as people
from web.public.views import blueprint as public
from web.sign_in import blueprint as sign_in
from web.tasks import blueprint as tasks
from web.visits.views import blueprint as visits
from web.visits.waiting import blueprint as waiting

BLUEPRINTS = (
    sign_in, inbox, cockpit, tasks, cases, visits, waiting, calendar, emergency, notices, deadlines,
    library, running_cases, modeler, documents, people, channels, public, health, moving_clock,
)  # fmt: skip
