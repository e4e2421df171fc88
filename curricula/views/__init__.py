"""Requests in, one service call, pages out."""
