"""A small read-only web server on a history: what was recorded of every program, as pages and as JSON.

A request reads the history alone, never a source and never git. `access` says who may see which program, `guard` holds
what is true of every answer, `views` makes what a page shows of rows, `drawing` and `as_json` draw it, and `app` puts
them together.
"""
