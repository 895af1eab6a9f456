"""The station's domain: people, cases, deadlines, and the processes that serve a woman's matter.

It stands on `engine` and knows no HTTP. Processes never import each other; they meet in diagrams.
"""
