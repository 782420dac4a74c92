"""The pages beside the lessons: what people say (claims), and words and misconceptions (glossary).

``claims`` and ``glossary`` read what their authors wrote; ``claims_page`` and ``glossary_page`` make the notebooks of it.
"""
