"""The composition root: settings, the boundary that commits, the server, the worker, the command line."""
