namespace ClosedLoop.App;

/// <summary>The section <c>action</c>: what the rule's onset brings about.</summary>
public abstract record ActionSection
{
    internal static ActionSection? ReadAny(Keys keys)
    {
        ActionSection? action = keys.OneOf("stimulate", "feedback") switch
        {
            "stimulate" => StimulateAction.Read(keys.Child("stimulate")),
            "feedback" => FeedbackAction.Read(keys.Child("feedback")),
            _ => null,
        };
        keys.Finish();
        return action;
    }

    internal abstract void Write(YamlText yaml);
}
