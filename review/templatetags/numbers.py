"""A number of things on a page, with separators."""

from django import template

from review import amounts

register = template.Library()

register.filter(amounts.grouped)
