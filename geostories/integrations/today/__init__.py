"""What other authorities say of today: one small adapter a source, each against its published form.

An adapter knows an address and reads an answer. What has another shape is refused: better nothing
than something misread. Nothing here fetches by itself; jobs/observations.py does.
"""
