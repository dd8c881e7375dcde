"""One verb a module: what a person, the office and a body may do on the way up."""
