namespace ClosedLoop.Hardware;

/// <summary>The instrument status byte: the second byte of nearly every reply of a Magstim stimulator.</summary>
[Flags]
internal enum MagstimStatus : byte
{
    None = 0,
    Standby = 1,
    Armed = 2,
    Ready = 4,
    CoilPresent = 8,
    ReplaceCoil = 16,
    ErrorPresent = 32,
    ErrorType = 64,
    Remote = 128,
}
