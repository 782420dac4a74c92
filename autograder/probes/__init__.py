"""How questions are put to an answer. Everything here runs beside the student's code and holds no secret.

``dispatch.answer`` is the one way in. It fetches TensorFlow only for a question that needs it.
"""
