"""A small read-only web server on a history: the recorded results of every program, as pages and as JSON.

A request reads only the history, never a source and never git. `access` decides who may see which program, `guard`
applies the rules for all requests and responses, `views` turns rows into the content of pages, `drawing` and `as_json`
render it, and `app` combines everything.
"""
