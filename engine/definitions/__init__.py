"""Diagrams, decisions and forms as immutable versions.

A version never changes after it was deployed: a new file is a new version, a running instance
keeps the one it began with, and a process version pins the forms, decisions and called processes
that were active when it was deployed.
"""

from engine.definitions.comparing import Change, Detail, Difference, differences
from engine.definitions.deploy import (
    Deployed,
    activate,
    deploy_decision,
    deploy_form,
    deploy_process,
    retire,
)
from engine.definitions.versions import (
    NoSuchDefinition,
    Version,
    active,
    active_version,
    decision,
    diagram,
    form,
    version_of,
    versions,
)

__all__ = [
    "Change",
    "Deployed",
    "Detail",
    "Difference",
    "NoSuchDefinition",
    "Version",
    "activate",
    "active",
    "active_version",
    "decision",
    "deploy_decision",
    "deploy_form",
    "deploy_process",
    "diagram",
    "differences",
    "form",
    "retire",
    "version_of",
    "versions",
]
