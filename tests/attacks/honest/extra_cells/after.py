this is not Python
# %%
while True:
    pass
# %%

# %%
open("notes.txt", "w").write("x")
