"""Breaks a running school on purpose, one fault at a time, and checks that nothing of it was lost.

`python -m chaos` (or `make chaos`) starts real processes of one form of the site, lets thirty simulated children
write through a proxy, does one harm, lets everything come to rest, and compares what the children were told with
what is stored. docs/chaos.md says how, and what came out.
"""
