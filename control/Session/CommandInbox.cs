using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ClosedLoop.Control;

/// <summary>Commands typed at the terminal, on their way to the acquisition thread. Any thread posts; one takes.</summary>
public sealed class CommandInbox : ICommandSource
{
    private readonly ConcurrentQueue<OperatorCommand> _commands = new();

    /// <summary>Posts a command; it takes effect in the next turn.</summary>
    public void Post(OperatorCommand command) => _commands.Enqueue(command);

    /// <inheritdoc/>
    public bool TryTake([NotNullWhen(true)] out OperatorCommand? command) => _commands.TryDequeue(out command);
}
