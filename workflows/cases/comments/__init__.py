"""What colleagues say to each other about a case, with the people whom they call by name.

A comment is sensitive (C3) and read by those who read the file. It may be changed for ten minutes;
what it said before is kept.
"""
