"""The believable small world of the demonstration: its people, its companies, their papers.

Everything here is invented. The same cast serves the tests.
"""
