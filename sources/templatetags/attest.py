"""Filters for what documents hold, in words."""

from django import template

from sources.words import quantities, statements, terms, texts

register = template.Library()

for say in (
    texts.plainly,
    texts.named,
    texts.localised,
    texts.paragraphs,
    texts.first_paragraph,
    texts.further_paragraphs,
    texts.language_named,
    quantities.day_in_words,
    quantities.date_precision,
    quantities.number_in_words,
    quantities.quantity_in_words,
    statements.passage_in_words,
    statements.source_in_words,
    statements.source_named,
    statements.source_told,
    statements.actor_told,
    statements.link_in_words,
    statements.chain_with_links,
    statements.speaks_for_itself,
    statements.is_publisher_taken,
    statements.denial_in_words,
):
    register.filter(say)
register.filter("term", terms.term)
register.filter("terms", terms.terms)
