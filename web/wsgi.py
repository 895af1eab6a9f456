"""The WSGI application for servers other than our own front door."""

from web.app import create_app
from workflows.runtime import compose
from workflows.settings import Settings

application = create_app(compose(Settings.from_env()))
