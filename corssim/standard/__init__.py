"""The Fetch standard: a module per section, a function per algorithm, named as it names them.

Law: nothing here knows a browser's name. Where browsers may differ the code asks the profile
that it is given, whose default is the standard's answer.
"""
