"""The BPM runtime: diagrams in, waiting work out.

It knows no word of the station's domain and no HTTP; people, cases and papers live in `workflows`.
"""
