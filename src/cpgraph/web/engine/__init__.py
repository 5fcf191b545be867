"""What evaluates: the embedded engine in processes of its own (`local`), or another engine (`remote`)."""
