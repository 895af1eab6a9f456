"""Verbs on a mediation file: each takes the call first, because it says who acts, where and when.

A verb refuses before it writes and never commits; the handlers turn its answer into process data.
"""
