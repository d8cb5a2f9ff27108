"""Views: the story as people and machines read it.

Law: a view never decides.

Internal: use the methods of ``corssim.Outcome`` and ``Outcomes``.
"""
