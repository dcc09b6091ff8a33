"""How the page of tallies says a number, and who counted."""

from django import template

from incidents.tallies import tally_words

register = template.Library()

register.filter(tally_words.tally_number)
register.filter(tally_words.who_counted)
