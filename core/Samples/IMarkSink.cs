namespace ClosedLoop.Core;

/// <summary>Something that takes stimulus marks as it takes samples. Called on the acquisition thread, before the frames of the same turn.</summary>
public interface IMarkSink
{
    /// <summary>Takes a mark; it acts on later frames only. Neither allocates nor blocks.</summary>
    void OnMark(in StimulusMark mark);
}
