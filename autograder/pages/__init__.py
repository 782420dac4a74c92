"""The pages beside the lessons: what people say (claims), and words and misconceptions (glossary)."""
