"""The pages, feeds and files of the site: one blueprint a module."""
