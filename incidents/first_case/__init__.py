"""The first real case: what one article says, and the sources that correct or contradict it.

Facts and figures in our own words; the article's text is not here. `actors`, `article`,
`other_sources` and `incidents` hold what a person would type, `loading` enters it by the verbs
that people use: one person enters, another one approves.
"""
