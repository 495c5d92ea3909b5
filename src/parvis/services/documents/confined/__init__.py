"""What touches the content of files that people hand in: a small program of its own.

It runs in a process with tight limits, knows neither Django nor the database, and takes the file on
its standard input, so that it needs no path. `confinement.py` starts it.
"""
