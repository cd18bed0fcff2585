from palier.mobile.api.sync import router

__all__ = ["router"]
