"""What touches the content of files that people hand in: a small program of its own.

It runs in a process with tight limits and knows neither Django nor the database. `confinement.py`
starts it.
"""
