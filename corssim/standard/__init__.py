"""The Fetch standard: a module per section, a function per algorithm, named as it names them.

Law: nothing here knows a browser's name. Where browsers may differ the code asks the rules
that it is given, whose defaults are the standard's answers.

Internal: use ``corssim.Browser``.
"""
