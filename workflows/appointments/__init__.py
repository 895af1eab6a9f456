"""Who meets whom where and when: sessions of mediation as appointments, rooms, conflicts, feeds.

The sessions belong to joint mediation; here they are only read, laid beside each other, and shown
to calendars outside without a name or a word of the case.
"""
