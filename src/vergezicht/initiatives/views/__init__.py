"""The pages under /meedoen/, answered by Django itself."""
