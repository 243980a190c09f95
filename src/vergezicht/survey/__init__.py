"""HOW WE KNOW: ASKED. From respondents' answers to figures that may be shown: read, weigh, estimate, compare, protect.

Respondents' answers never enter the web process: no Django package imports this one.
"""
