"""The library: what was collected, what became of it, and the files themselves.

`objects` holds files by digest, `catalogue` what is known of them, `records` the forms both are written in,
`duplicates` and `clusters` decide which copy is bound, `seen` spares reading unchanged files again, `lock` keeps other
runs out.
"""
