"""The pages of the site: what they say, and the index that they call things by."""
