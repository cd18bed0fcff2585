from palier.mobile.models.operation import FieldPhone, Operation, SetAside

__all__ = ["FieldPhone", "Operation", "SetAside"]
