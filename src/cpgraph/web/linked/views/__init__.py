"""What a page says of a thing, by the kind of thing: a query's sections, and a function from its rows to a view."""
