"""How well the machine reads in one school, said openly: to its teachers, and in a shorter form to parents.

`figures` adds up what teachers confirmed, `confusions` says which digits are mixed up, `drift` raises the alarm.
Nothing here is stored but the weekly tests of `drift`.
"""
