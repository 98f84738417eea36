using System.Diagnostics.CodeAnalysis;

namespace ClosedLoop.Control;

/// <summary>Where the operator's commands come from; polled once a turn on the acquisition thread.</summary>
public interface ICommandSource
{
    /// <summary>Takes the oldest command; false when there is none.</summary>
    bool TryTake([NotNullWhen(true)] out OperatorCommand? command);
}
