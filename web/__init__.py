"""The HTTP shell: pages, the sign-in and the command line; it decides nothing about a case.

What may be done, seen or sent is asked of `workflows`; here a request becomes a call and a fact
becomes a page. Nothing below imports this package.
"""
