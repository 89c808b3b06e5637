"""Which station or candidate serves as the post of each unit (融合共建)."""

from servicecircle.siting.posts.choose import choose_posts
from servicecircle.siting.posts.layers import posts_layers
from servicecircle.siting.posts.question import PostQuestion
from servicecircle.siting.posts.result import PostsResult

__all__ = ["PostQuestion", "PostsResult", "choose_posts", "posts_layers"]
