!pip install tensorflow==2.21 keras matplotlib
# %%
%%bash
echo hello from bash
