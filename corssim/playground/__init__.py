"""The playground: a local page that shows what the browsers do, and teaches CORS on the way.

Law: Python decides; the page sends its fields and shows what comes back. Nothing typed is stored
or executed.

Internal: use ``corssim serve``.
"""
