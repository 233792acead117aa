"""Phép đo tốc độ (`./dev bench`): a big province of real rows, visited through the real HTTP stack.

province, years, scores, meetings, awards, papers, entries: build it, bottom up, in bulk. visits: which pages, as whom.
client: a person with a session. server, timing: gunicorn, the worker, seconds. place: where it all happens, and goes.
"""
